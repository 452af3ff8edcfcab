"""The commands that pages show: run in order, their output compared, and written anew on demand.

How a page says what is to be run:

- A ``console`` block is run. A line that begins with ``$`` is typed into a shell, lines after it that begin with ``>``
  belong to it, and what follows is what it prints. ``...`` stands for anything. A last line like ``[1]`` is the exit
  code; without one it is 0.
- A ``sh`` block is not run. The line before it says why: ``<!-- not run: needs a step -->``, with a reason of
  `tools.doc_commands.unrun`. What it says to type must still be commands that there are.
- ``<!-- file: NAME -->`` before a block of any other language writes it to that file.
- ``<!-- before: COMMAND -->`` runs a command that the page does not show.
- ``<!-- run in: a copy of this checkout -->`` begins a page for developers.
- ``<!-- with: influxd -->`` begins a page whose commands speak to an InfluxDB 1: a real one is started, and stands
  behind the address and the token that the page names (`tools.doc_commands.server`).

All commands of a page run in one shell, in a home folder of their own that is called ``/home/you`` on the page.
"""
