# One command for each thing a person does with paiban. `make` alone lists them.
#
# Everything is built in cargo's dev profile, which is fully optimised here (see Cargo.toml). A second profile
# would compile HiGHS, which is minutes of C++, a second time for no gain.

.DEFAULT_GOAL := help
.PHONY: help demo test soak load lint bench needs

# rustup puts cargo where only a login shell looks.
export PATH := $(PATH):$(HOME)/.cargo/bin

# Cargo.lock is the truth about dependencies: a build that would change it fails.
CARGO := cargo
LOCKED := --locked

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r target text; do \
		printf '  make %-12s  %s\n' "$$target" "$$text"; done

demo: needs ## the whole story over gRPC: a week submitted, published, claimed, mended, and what its wait target costs
	@$(CARGO) build $(LOCKED)
	@sh examples/demo.sh

test: needs ## run every test
	$(CARGO) test $(LOCKED)

soak: needs ## kill store and service 100 times each in the middle of claims, and look at what is left
	PAIBAN_KILLS=100 $(CARGO) test $(LOCKED) --test it store::crash -- --nocapture
	PAIBAN_SERVICE_KILLS=100 $(CARGO) test $(LOCKED) --test it service::kills -- --nocapture

load: needs ## 10,000 claims of 64 clients on 1,000 spots in 40 halls, 200 a second and then all at once: how long each takes
	PAIBAN_CLAIMS=10000 $(CARGO) test $(LOCKED) --test it service::load -- --nocapture
	PAIBAN_CLAIMS=10000 PAIBAN_RATE=0 $(CARGO) test $(LOCKED) --test it service::load -- --nocapture

lint: needs ## formatting, clippy and rustdoc, warnings are errors
	$(CARGO) fmt --check
	$(CARGO) clippy $(LOCKED) --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(LOCKED) --no-deps

# Named by glob so that unit tests are not dragged in; the dev profile for the reason at the top.
bench: needs ## micro-benchmarks
	$(CARGO) bench $(LOCKED) --profile dev --bench '*'

needs:
	@sh .ci/needs
