"""At which level a test stands, and whether it goes through the quick door: said here, once, for whole folders.

A test that differs from its folder says so itself, by the mark of its level. Costs were measured on two cores.
"""

from __future__ import annotations

from typing import Final

LEVELS: Final = {
    # Functions and their properties: nothing is waited for, nothing else need be installed.
    "core": ("calibration", "coach", "core", "health", "house", "pages", "programme"),
    # One real thing beside the station: a port, a file system, a process, a server, the firmware in emulation.
    "parts": (
        "acceptance", "boards", "cli", "dashboards", "docs", "export", "firmware", "hardware", "influx", "install",
        "report", "session", "simulators", "store", "viewing",
    ),
    # All of it at once, as people meet it: screens, terminals, browsers, machines, campaigns of what can break.
    "whole": ("campaign", "kiosk", "machine", "web"),
}  # fmt: skip

SLOW: Final = frozenset(
    {
        "calibration/test_mistakes.py",
        "core/test_account.py",
        "core/test_bad_plates.py",
        "core/test_long_pieces.py",
        "core/test_plate_gains.py",
        "health/test_codes.py",
        "health/test_healthy.py",
        "house/test_error_budget.py",
        "house/test_setup.py",
        "programme/test_careers.py",
        "programme/test_properties.py",
    }
)
"""Files of the core that take more than ten seconds: sweeps over bodies, steps and lives."""

DOOR: Final = frozenset(
    {
        "cli/test_bad_input.py",
        "export/test_tables.py",
        "firmware/test_core_vectors.py",
        "influx/test_batch.py",
        "influx/test_lines.py",
        "kiosk/test_figures.py",
        "kiosk/test_flow.py",
        "kiosk/test_german.py",
        "kiosk/test_look.py",
        "kiosk/test_model.py",
        "kiosk/test_styles.py",
        "kiosk/test_theme.py",
        "kiosk/test_verdict.py",
        "kiosk/test_words.py",
        "report/test_words.py",
        "session/test_config.py",
        "session/test_conversation.py",
        "session/test_live_session.py",
        "simulators/test_device.py",
        "simulators/test_truth.py",
        "store/test_names.py",
        "store/test_people.py",
        "store/test_writer.py",
    }
)
"""Files of other levels that go through the quick door too: one of each kind, as long as all take three minutes."""

FIRST: Final = (
    "machine/test_kiosk_machine.py",
    "docs/test_commands_of_pages.py",
    "docs/test_commands_of_lessons.py",
    "kiosk/test_operator.py",
    "kiosk/test_programme_no_cut_words.py",
    "programme/test_careers.py",
    "hardware/test_enclosure.py",
    "house/test_bench.py",
    "kiosk/test_programme_flow.py",
    "kiosk/test_gallery.py",
    "health/test_codes.py",
    "firmware/test_known_bugs.py",
    "kiosk/test_real_session.py",
    "kiosk/test_simulated_visits.py",
    "session/test_clock_steps.py",
    "web/test_browser.py",
    "campaign/test_kills.py",
    "firmware/test_lossless_four.py",
    "cli/test_calibrate.py",
)
"""Files that begin first, the longest at the head: a file stays on one worker, and none may be left alone with one."""
