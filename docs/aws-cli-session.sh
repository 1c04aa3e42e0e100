#!/usr/bin/env bash
# The session of docs/local-cloud.md with the AWS CLI, on a local cloud of its own, from beginning to end.
# Needs the AWS CLI, version 1 or 2 (Debian: apt-get install awscli).
set -euo pipefail
cd "$(dirname "$0")/.."

photos=node_modules/@vladmandic/face-api/demo
machine=arn:aws:states:us-east-1:000000000000:stateMachine:MatchFaces
folder=$(mktemp -d)

node_modules/.bin/node cli/start.ts --port 0 --no-console --data-dir "$folder/data" >"$folder/output" &
cloud=$!
trap 'kill $cloud; wait $cloud; rm -rf "$folder"' EXIT
until grep -q 'AWS_REGION' "$folder/output"; do sleep 0.2; done
eval "$(grep '^  export' "$folder/output")"
export AWS_PAGER=

# The endpoint is spelt out for AWS CLI versions that do not read AWS_ENDPOINT_URL.
run() {
  echo "\$ aws $*"
  aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"
  echo
}

run rekognition index-faces --collection-id match-faces --image-bytes "fileb://$photos/sample1.jpg" \
  --max-faces 1 --query 'FaceRecords[].Face.FaceId'
run s3 cp "$photos/sample3.jpg" s3://match-faces-raw/photos-raw/party.jpg --no-progress
run s3 ls s3://match-faces-raw/photos-raw/

execution=
until [ -n "$execution" ]; do
  execution=$(aws --endpoint-url "$AWS_ENDPOINT_URL" stepfunctions list-executions --state-machine-arn "$machine" \
    --status-filter SUCCEEDED --query 'executions[0].executionArn' --output text | grep arn: || true)
done

run stepfunctions list-executions --state-machine-arn "$machine" --query 'executions[].[name, status]' --output text
run stepfunctions describe-execution --execution-arn "$execution" --query '[status, output]'
run stepfunctions get-execution-history --execution-arn "$execution" --query 'events[].type' --output text
run stepfunctions start-execution --state-machine-arn "$machine" --input '{"key": "photos-raw/party.jpg", "threshold": 80}'
run rekognition search-faces-by-image --collection-id match-faces --image-bytes "fileb://$photos/sample3.jpg" \
  --max-faces 1 --query 'FaceMatches[].Similarity'
run rekognition list-faces --collection-id match-faces --query 'Faces[].FaceId'
photo_id=$(aws --endpoint-url "$AWS_ENDPOINT_URL" dynamodb scan --table-name Photos --query 'Items[0].photoId.S' --output text)
run dynamodb get-item --table-name Photos --key "{\"photoId\": {\"S\": \"$photo_id\"}}" \
  --query 'Item.[s3Key.S, status.S, matchedCount.N]' --output text
