#!/usr/bin/env bash
# Measures this project against ONNX Runtime.
#   build/bench.sh [--quick] [--light DIR] [MODEL-or-DIR…] [options of the benchmark program]
# Without models: those of ../shared/models, and of --light, where the large ones lie with their weights. Where that is not given they are
# made from ../shared/light, if it is there. --quick: fewer models and rounds, below ten minutes. The results end
# with a table in Markdown.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=../shared
quick=
light=
models=()
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=1 ;;
    --light) light=$2; shift ;;
    --threads|--batch|--json|--emit) options+=("$1" "$2"); shift ;;
    --*) options+=("$1") ;;
    *) models+=("$1") ;;
  esac
  shift
done

if [ ${#models[@]} -eq 0 ]; then
  if [ -z "$light" ] && [ -f $shared/tools/materialize.cs ] && [ -d $shared/light ]; then
    light=$(mktemp -d)
    trap 'rm -rf "$light"' EXIT
    dotnet run $shared/tools/materialize.cs -- $shared/light "$light"
  fi
  if [ -n "$quick" ]; then
    for name in digits_cnn skl_rf_iris mobilenet_v2 squeezenet1_1 bert_tiny unet_small yolov8n_like; do
      [ -d "$shared/models/$name" ] && models+=("$shared/models/$name")
    done
    for name in resnet50 minilm_like_6x384; do
      [ -n "$light" ] && [ -d "$light/$name" ] && models+=("$light/$name")
    done
  else
    [ -d $shared/models ] && models+=("$shared/models")
    [ -n "$light" ] && models+=("$light")
  fi
fi
[ ${#models[@]} -gt 0 ] || { echo "No models: name some, or lay the shared data beside the repository." >&2; exit 2; }
[ -z "$quick" ] || options+=(--quick --cold)
dotnet run -c Release --project tests/OnnxCodegen.Benchmarks -- "${models[@]}" --threads 1,2 --markdown ${options[@]+"${options[@]}"}
