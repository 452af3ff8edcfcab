#!/bin/sh
# Makes on InfluxDB 2 what stations and coaches need: the bucket of days, the boards, two tokens of least rights.
# Where it broke off it may run again: it makes only what is missing. INFLUX_HOST, INFLUX_TOKEN and INFLUX_ORG say where.
set -eu
tokens=${TOKENS:-/tokens}
boards=${BOARDS:-/heeldrop/boards}
days=${BUCKET}_daily

id_of() { influx bucket list --hide-headers | awk -v name="$1" '$2 == name { print $1 }'; }
token_in() { sed -n 's/.*"token": *"\([^"]*\)".*/\1/p'; }

[ -n "$(id_of "$days")" ] || influx bucket create --name "$days" --retention 0
if [ ! -e "$tokens/station/boards" ]; then
    influx apply --force yes --file "$boards/templates.json" --file "$boards/tasks.json"
    : > "$tokens/station/boards"  # applied again, there would be a second set of boards
fi

points_id=$(id_of "$BUCKET")
days_id=$(id_of "$days")

# make NAME RIGHT MODE: a token with this right on both buckets, in a file of its own that is whole or not there
make() {
    file=$tokens/$1/$1.token
    [ ! -s "$file" ] || return 0
    influx auth create --description "heeldrop-$1: may only $2" --json \
        "--$2-bucket" "$points_id" "--$2-bucket" "$days_id" | token_in > "$file.part"
    test -s "$file.part"
    chmod "$3" "$file.part"
    mv "$file.part" "$file"
}
make station write 600  # days too: deleting a person takes the right to write
make coach read 644     # another user reads it, in Grafana's container, and nobody else has this volume
