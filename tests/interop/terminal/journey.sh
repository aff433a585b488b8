#!/bin/sh
# The main job from a script, with nothing but bin/countersign, oathtool and a shell.
# Usage: journey.sh COUNTERSIGN DIR; prints one JSON object a step, and ends at the first that fails.
set -eu
countersign=$1
dir=$2
data=$dir/data
password='a quiet harbour at dawn'
passphrase='an orchard behind the mill'

run() { "$countersign" --data "$data" --json "$@"; }
field() { sed -n "s/.*\"$1\":\\[\\{0,1\\}\"\\([^\"]*\\)\".*/\\1/p"; }
second() { sed -n "s/.*\"$1\":\\[\"[^\"]*\",\"\([^\"]*\)\".*/\\1/p"; }
# The code of a seed, some seconds from now. Never of the past: a slow computer may reach the next step before it asks.
code() { oathtool --totp --base32 "$1" --now "$(date -u -d "$2 seconds" '+%Y-%m-%d %H:%M:%S UTC')"; }
refused() {
  if printf '%s' "$1" | run verify ann > "$dir/refused.json"; then exit 1; else [ $? -eq 1 ]; fi
  cat "$dir/refused.json"
}

begun=$(printf '{"password":"%s"}' "$password" | run setup begin --organisation 'Example Ltd' --owner olga)
owner=$(printf '%s' "$begun" | field secret)
finished=$(printf '{"password":"%s","code":"%s"}' "$password" "$(code "$owner" 0)" | run setup confirm)
printf '%s\n' "$finished"
owner_code=$(printf '%s' "$finished" | field backupCodes)
recovery_key=$(printf '%s' "$begun" | field recoveryKey)
run people add --username ann --name 'Ann Lee'
pending=$(run enrol begin ann --qr "$dir/ann.png")
token=$(printf '%s' "$pending" | field tokenId)
seed=$(printf '%s' "$pending" | field secret)
confirmed=$(printf '{"code":"%s"}' "$(code "$seed" 0)" | run enrol confirm "$token")
backup_code=$(printf '%s' "$confirmed" | field backupCodes)
other_backup_code=$(printf '%s' "$confirmed" | second backupCodes)
next=$(code "$seed" 30)
printf '{"code":"%s"}' "$next" | run verify ann
refused "{\"code\":\"$next\"}"
printf '{"backupCode":"%s"}' "$backup_code" | run verify ann
refused "{\"backupCode\":\"$backup_code\"}"
# All seeds leave: a fresh code, and for a sole owner the recovery key.
printf '{"passphrase":"%s","freshCode":"%s","recoveryKey":"%s"}' "$passphrase" "$owner_code" "$recovery_key" |
  run backup create "$dir/console.age"
printf '{"passphrase":"%s"}' "$passphrase" | run backup verify "$dir/console.age"
run sign-out
rm -rf "$data"
printf '{"passphrase":"%s"}' "$passphrase" | run backup restore "$dir/console.age"
printf '{"password":"%s","code":"%s"}' "$password" "$(code "$owner" 30)" | run sign-in --as olga
refused "{\"code\":\"$next\"}"
printf '{"backupCode":"%s"}' "$other_backup_code" | run verify ann
run audit verify
run sign-out
