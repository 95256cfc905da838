# make demo    build, read the example articles, show who met whom, write demo/graph.{ttl,dot,svg}
# make test    build and run every test
# make bench   build and run the benchmarks
# make lint    formatting and lints
# make clean   remove what the others made, but not the compiled dependencies

CARGO ?= cargo

# Everything uses this one profile, so that RocksDB is compiled once.
PROFILE := --release --locked

.PHONY: demo test bench lint build setup setup-test clean

demo: build
	@scripts/demo.sh target/release/attache

build: setup
	@scripts/first-build.sh
	$(CARGO) build $(PROFILE)

test: setup-test
	@scripts/first-build.sh
	$(CARGO) build $(PROFILE)
	$(CARGO) test $(PROFILE)

bench: setup-test
	@scripts/first-build.sh
	$(CARGO) bench --locked

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy $(PROFILE) --all-targets -- -D warnings

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh test

clean:
	rm -rf demo .venv
	$(CARGO) clean --release --package attache
