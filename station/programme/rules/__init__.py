"""The rules, one idea a file: each looks at a case and says what it finds, why, and what follows from it."""
