# Everything here works on a machine that has Go and nothing else, but for the
# extension for VS Code, which wants Node.js.

GO ?= go

.PHONY: build
build: ## bin/kam-ls
	$(GO) build -trimpath -o bin/kam-ls ./cmd/kam-ls

.PHONY: setup
setup: ## what the tests run kam-ls in, where it can be installed
	@scripts/setup-integration

.PHONY: test
test: setup ## every test
	$(GO) test ./...
	$(GO) test -C internal/k8scheck ./...
	@$(MAKE) --no-print-directory test-editors

.PHONY: test-editors
test-editors: ## the tests in editors, which are installed outside of the checkout
	@scripts/setup-editors
	KAM_LS_EDITORS=1 $(GO) test ./internal/integration -run '^TestEditor' -count 1 -timeout 30m

.PHONY: pictures
pictures: ## take the pictures of the pages again, from a session that passes
	@scripts/setup-editors
	KAM_LS_EDITORS=1 KAM_LS_PICTURES=docs/images $(GO) test ./internal/integration -run '^TestEditorVSCode$$' -count 1 -timeout 30m

.PHONY: vsix
vsix: ## the extension for VS Code on this machine, in editors/vscode/dist; PLATFORM=all for every one
	@scripts/build-vsix $(PLATFORM)

.PHONY: install-vscode
install-vscode: ## build the extension and install it into VS Code; CODE=codium, say, for another one
	@scripts/install-vscode $(if $(CODE),'$(CODE)')

.PHONY: release-check
release-check: ## a release, made and looked at but not published; builds goreleaser the first time
	KAM_LS_RELEASE=1 $(GO) test ./internal/integration -run '^TestRelease$$' -count 1 -timeout 30m

.PHONY: race
race: ## every test under the race detector
	$(GO) test -race -short ./...

.PHONY: soak
soak: ## thousands of random edits and damaged specs, an hour's worth of typing, and every change of the clock
	$(GO) test ./server -run 'RandomSessions|Soak' -long -v -timeout 30m
	$(GO) test ./blocks -run Edits -rounds 100 -timeout 30m
	$(GO) test ./internal/survival -run Bounds -long -timeout 30m
	$(GO) test ./diagnostics -run Storm -rounds 20000 -timeout 30m
	$(GO) test ./cron -run 'Robfig|Disturbances' -long -v -timeout 3h

.PHONY: generate
generate: ## what is made from the tables and from the rules' comments
	$(GO) generate ./...

.PHONY: update
update: ## rewrite the marker archives and scripts with what is found; look at the difference
	$(GO) test ./internal/marktest -update
	UPDATE_SCRIPTS=1 $(GO) test ./cmd/...

.PHONY: survival
survival: ## how much of a tree survives a damaged line, here and in other parsers; writes docs/survival.md
	$(GO) run ./internal/survival/cmd -page

.PHONY: bench
bench: ## the benchmarks of every stage
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Each target in turn, for a number of inputs or, with FUZZTIME=5m, for a time.
FUZZTIME ?= 60000x
FUZZ = $(GO) test -run '^$$' -fuzztime $(FUZZTIME) -fuzzminimizetime 1s

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME
	$(FUZZ) -fuzz '^FuzzYAML$$' ./document
	$(FUZZ) -fuzz '^FuzzJSON$$' ./document
	$(FUZZ) -fuzz '^FuzzParse$$' ./cron
	$(FUZZ) -fuzz '^FuzzAmount$$' ./kube
	$(FUZZ) -fuzz '^FuzzParseType$$' ./schema
	$(FUZZ) -fuzz '^FuzzParseTable$$' ./schema
	$(FUZZ) -fuzz '^FuzzRun$$' ./diagnostics
	$(FUZZ) -fuzz '^FuzzRepair$$' ./diagnostics
	$(subst 60000x,6000x,$(FUZZ)) -fuzz '^FuzzStorm$$' ./diagnostics # each input is read by everything there is
	$(FUZZ) -fuzz '^FuzzAt$$' ./completion
	$(FUZZ) -fuzz '^FuzzCheck$$' ./blocks
	$(FUZZ) -fuzz '^FuzzYAML$$' ./blocks
	$(FUZZ) -fuzz '^FuzzOutline$$' ./outline
	$(FUZZ) -fuzz '^FuzzIn$$' ./tokens
	$(FUZZ) -fuzz '^FuzzText$$' ./format
	$(FUZZ) -fuzz '^FuzzRename$$' ./references
	$(FUZZ) -fuzz '^FuzzEdits$$' ./refactor

.PHONY: lint
lint: ## gofmt, vet, staticcheck and actionlint
	test -z "$$(gofmt -l .)"
	$(GO) vet ./...
	$(GO) vet -C internal/k8scheck ./...
	$(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	$(GO) run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

.PHONY: help
help:
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18
