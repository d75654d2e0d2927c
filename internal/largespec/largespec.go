// Package largespec generates workload specs of any size, for benchmarks and
// measurements.
package largespec

import (
	"fmt"
	"strings"
)

const head = `labels:
  team: data
annotations:
  owner: "data-platform"
replicas: 1
schedule: "0 3 * * 1-5"
secrets:
  db:
    type: basic
    data:
      username: app
      password: "change-me"
containers:
`

const container = `  step-%[1]d:
    image: "registry.example.com/etl/step:%[1]d.4.2"
    command: ["/bin/sh", "-c", "run-step"]
    args:
      - --batch
      - "%[1]d"
    env:
      LOG_LEVEL: info
      STEP: "%[1]d"
      DB_PASSWORD: secret://db/password
    workingDir: /srv/app
    resources:
      cpu: 250m-1
      memory: 256Mi-1Gi
    files:
      /etc/app/config.ini:
        content: |
          [app]
          batch = true
        mode: "0644"
    dirs:
      /mnt/creds: secret://db
    livenessProbe:
      probeHandler:
        command: ["check.sh"]
      initialDelaySeconds: 10
      periodSeconds: 30
      failureThreshold: 3
    readinessProbe:
      probeHandler:
        url: http://localhost:8080/healthz
        headers:
          X-Probe: ready
`

const startupProbe = `    startupProbe:
      probeHandler:
        url: tcp://localhost:8080
`

const lifecycle = `    lifecycle:
      preStop:
        command: ["drain.sh"]
      postStart:
        url: http://localhost:8080/started
`

// YAML returns a Job with containers of some 40 lines each, which use nearly
// every attribute. The last container has no startupProbe, so that completion
// has something to offer there.
func YAML(containers int) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range containers {
		fmt.Fprintf(&b, container, i)
		if i < containers-1 {
			b.WriteString(startupProbe)
		}
		b.WriteString(lifecycle)
	}
	return b.String()
}
