"""The report of one person's training: one page of HTML for the athlete, the coach and the patient's doctor."""
