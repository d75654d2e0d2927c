package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/kam-ls/kam-ls/document"
	"github.com/kam-ls/kam-ls/internal/survival"
)

// peers reads with the parsers of other language servers, in one process of
// Node.js: YAML as yaml-language-server does, JSON with the parser of VS Code.
type peers struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *json.Decoder

	versions map[string]string // of their packages
}

// startPeers starts them. It returns nil where they cannot be installed, after the
// script for it has said why.
func startPeers() (*peers, error) {
	var out bytes.Buffer
	setup := exec.Command("scripts/setup-npm", "internal/integration/yamlserver")
	setup.Stdout, setup.Stderr = &out, os.Stderr
	if err := setup.Run(); err != nil {
		return nil, fmt.Errorf("scripts/setup-npm: %w", err)
	}
	folder := strings.TrimSpace(out.String())
	if folder == "" {
		return nil, nil
	}
	versions := map[string]string{}
	for _, name := range []string{"yaml", "jsonc-parser"} {
		data, err := os.ReadFile(filepath.Join(folder, "node_modules", name, "package.json"))
		if err != nil {
			return nil, err
		}
		var manifest struct{ Version string }
		if err := json.Unmarshal(data, &manifest); err != nil {
			return nil, fmt.Errorf("package.json of %s: %w", name, err)
		}
		versions[name] = manifest.Version
	}
	command := exec.Command("node", "internal/survival/cmd/peers.mjs", folder)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	return &peers{command, in, json.NewDecoder(stdout), versions}, nil
}

// Read implements survival.Reader.
func (p *peers) Read(text string, language document.Language) (survival.Reading, error) {
	request := struct {
		Language string `json:"language"`
		Text     string `json:"text"`
	}{"yaml", text}
	if language == document.JSON {
		request.Language = "json"
	}
	data, err := json.Marshal(request)
	if err != nil {
		return survival.Reading{}, err
	}
	if _, err := p.in.Write(append(data, '\n')); err != nil {
		return survival.Reading{}, err
	}
	var r survival.Reading
	err = p.out.Decode(&r)
	return r, err
}

// stop ends the process.
func (p *peers) stop() error { return errors.Join(p.in.Close(), p.command.Wait()) }
