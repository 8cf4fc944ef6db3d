#!/usr/bin/env bash
# Builds the package into artifacts/, or into the folder given.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:-artifacts}
dotnet build -c Release build/Precompile
dotnet pack -c Release src/OnnxCodegen -o "$target"
ls -l "$target"
