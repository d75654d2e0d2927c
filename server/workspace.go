package server

import (
	"encoding/json"
	"slices"

	"go.lsp.dev/protocol"

	"github.com/kam-ls/kam-ls/config"
)

// workspaceFolders are the folders that are open.
func (s *Server) workspaceFolders() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.folders)
}

func (s *Server) didChangeWorkspaceFolders(params json.RawMessage) error {
	var p struct {
		Event struct {
			Added, Removed []protocol.WorkspaceFolder
		} `json:"event"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	s.mu.Lock()
	for _, folder := range p.Event.Removed {
		s.folders = slices.DeleteFunc(s.folders, func(path string) bool { return path == filePath(folder.URI) })
	}
	for _, folder := range p.Event.Added {
		if path := filePath(folder.URI); path != "" && !slices.Contains(s.folders, path) {
			s.folders = append(s.folders, path)
		}
	}
	s.mu.Unlock()
	s.forgetConfigs() // settings count from the folders
	s.reconfigured()
	return nil
}

// didChangeWatchedFiles takes word of files that changed on the disk.
func (s *Server) didChangeWatchedFiles(params json.RawMessage) error {
	var p struct {
		Changes []struct {
			URI string `json:"uri"`
		} `json:"changes"`
	}
	if err := decode(params, &p); err != nil {
		return err
	}
	for _, change := range p.Changes {
		if config.IsFile(filePath(change.URI)) {
			s.forgetConfigs()
			s.reconfigured()
			return nil
		}
	}
	s.tellNews()
	return nil
}

// reconfigured checks everything anew after a change to the configuration: what is
// open, and what the client shows of other files.
func (s *Server) reconfigured() {
	s.mu.Lock()
	s.configured++
	s.mu.Unlock()
	s.recheck()
	s.tellNews()
	for _, method := range s.client.refresh {
		s.ask(method, nil, nil)
	}
}

// generation counts the changes to the configuration.
func (s *Server) generation() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.configured
}

// workspaceNews is closed when something changes that findings depend on.
func (s *Server) workspaceNews() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.news == nil {
		s.news = make(chan struct{})
	}
	return s.news
}

// tellNews wakes those that wait for news.
func (s *Server) tellNews() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.news != nil {
		close(s.news)
		s.news = nil
	}
}
