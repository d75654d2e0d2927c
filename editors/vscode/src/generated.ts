// Made by 'go generate ./internal/gen/vscode'.

/** The names of specs, as globs. */
export const patterns = [
  "*.kam.yaml",
  "*.kam.yml",
  "*.kam.json",
  "kam.yaml",
  "kam.yml",
  "kam.json"
];

/** The names of configurations, as globs. */
export const configurationPatterns = [
  ".kam-ls.yaml",
  "*.kam-ls.yaml"
];

/** The rules whose findings any parser has too. */
export const syntactic = [
  "syntax",
  "duplicate-key"
];

/** The rules whose findings the JSON Schema has too. */
export const structural = [
  "unknown-attribute",
  "missing-attribute",
  "wrong-type",
  "invalid-value",
  "handler-shape",
  "no-containers"
];

/** The settings that the server asks for, without the section. */
export const serverSettings = [
  "files",
  "exclude",
  "rules",
  "cron.timeZone",
  "cron.previewCount",
  "render.namespace",
  "render.restartPolicy",
  "inlayHints.schedule",
  "codeLens.enable"
];

/** Every rule. */
export const rules = [
  {
    "id": "syntax",
    "summary": "The file cannot be read as YAML, or as JSON, at this place.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/syntax.md"
  },
  {
    "id": "duplicate-key",
    "summary": "A key stands twice in one mapping.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/duplicate-key.md"
  },
  {
    "id": "unknown-attribute",
    "summary": "A key is not an attribute of the schema it stands in.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unknown-attribute.md"
  },
  {
    "id": "missing-attribute",
    "summary": "A required attribute is absent.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/missing-attribute.md"
  },
  {
    "id": "wrong-type",
    "summary": "A value has another type than its attribute takes.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/wrong-type.md"
  },
  {
    "id": "invalid-value",
    "summary": "A value has the right type but is not one that its attribute takes.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/invalid-value.md"
  },
  {
    "id": "handler-shape",
    "summary": "A handler has the shape of none of its types, or of two at once.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/handler-shape.md"
  },
  {
    "id": "type-tag",
    "summary": "A \"_type\" names another type than its place takes.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/type-tag.md"
  },
  {
    "id": "unsupported-kind",
    "summary": "A workload is of another kind than Job.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unsupported-kind.md"
  },
  {
    "id": "empty-spec",
    "summary": "A spec file holds no workload.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/empty-spec.md"
  },
  {
    "id": "no-containers",
    "summary": "A Job has no container to run.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/no-containers.md"
  },
  {
    "id": "cron-syntax",
    "summary": "The schedule is not a cron expression that Kubernetes accepts.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-syntax.md"
  },
  {
    "id": "cron-timezone",
    "summary": "The schedule carries a time zone.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-timezone.md"
  },
  {
    "id": "cron-never-fires",
    "summary": "The schedule is valid and never fires.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-never-fires.md"
  },
  {
    "id": "cron-day-or",
    "summary": "Both day fields are restricted, and either is enough.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-day-or.md"
  },
  {
    "id": "cron-uneven-step",
    "summary": "A step does not divide its range.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-uneven-step.md"
  },
  {
    "id": "cron-too-often",
    "summary": "The schedule fires every minute, or asks for more.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-too-often.md"
  },
  {
    "id": "cron-lenient",
    "summary": "The schedule is accepted by accident.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-lenient.md"
  },
  {
    "id": "cron-dst",
    "summary": "A change of the clock drops, repeats or moves a run.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/cron-dst.md"
  },
  {
    "id": "workload-name",
    "summary": "A workload has a name that a CronJob cannot have.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/workload-name.md"
  },
  {
    "id": "duplicate-workload",
    "summary": "Two workloads of a file have one name.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/duplicate-workload.md"
  },
  {
    "id": "container-name",
    "summary": "A container has a name that Kubernetes does not take.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/container-name.md"
  },
  {
    "id": "secret-name",
    "summary": "A secret has a name that Kubernetes does not take.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/secret-name.md"
  },
  {
    "id": "label-syntax",
    "summary": "A label has a key or a value that Kubernetes does not take, or a key that is taken already.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/label-syntax.md"
  },
  {
    "id": "annotation-syntax",
    "summary": "An annotation has a key that Kubernetes does not take, or all of them together are too large.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/annotation-syntax.md"
  },
  {
    "id": "replicas",
    "summary": "A Job starts no Pods, or less than none.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/replicas.md"
  },
  {
    "id": "image-reference",
    "summary": "An image reference cannot be read.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/image-reference.md"
  },
  {
    "id": "image-tag",
    "summary": "An image is not pinned: it has no tag and no digest, or the tag latest.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/image-tag.md"
  },
  {
    "id": "command-not-shell",
    "summary": "A command is written as for a shell, but no shell reads it.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/command-not-shell.md"
  },
  {
    "id": "env-name",
    "summary": "An environment variable has a name that some version of Kubernetes refuses.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/env-name.md"
  },
  {
    "id": "env-expansion",
    "summary": "A variable is referred to where nothing puts its value in.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/env-expansion.md"
  },
  {
    "id": "plaintext-secret",
    "summary": "A variable that is named like a secret has its value in clear.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/plaintext-secret.md"
  },
  {
    "id": "secret-reference",
    "summary": "A reference to a secret is malformed.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/secret-reference.md"
  },
  {
    "id": "unknown-secret",
    "summary": "A reference names a secret that the workload does not declare.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unknown-secret.md"
  },
  {
    "id": "unknown-secret-key",
    "summary": "A reference names a key that its secret does not have.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unknown-secret-key.md"
  },
  {
    "id": "unused-secret",
    "summary": "A secret is declared, but no container refers to it.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unused-secret.md"
  },
  {
    "id": "resource-name",
    "summary": "A container asks for a resource that Kubernetes does not know.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/resource-name.md"
  },
  {
    "id": "resource-quantity",
    "summary": "The amount of a resource cannot be read.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/resource-quantity.md"
  },
  {
    "id": "resource-range",
    "summary": "A container asks for more of a resource than it is allowed.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/resource-range.md"
  },
  {
    "id": "resource-units",
    "summary": "An amount is in a unit that is right for another resource.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/resource-units.md"
  },
  {
    "id": "file-path",
    "summary": "The path of a file or a folder is none that can be mounted.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/file-path.md"
  },
  {
    "id": "file-mode",
    "summary": "The permissions of a file cannot be read, or can be read in two ways.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/file-mode.md"
  },
  {
    "id": "file-content",
    "summary": "A file has two contents, or none.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/file-content.md"
  },
  {
    "id": "mount-conflict",
    "summary": "Two files or folders of a container are in each other's way.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/mount-conflict.md"
  },
  {
    "id": "volume-reference",
    "summary": "A folder or a file comes from something that is neither a secret nor a ConfigMap.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/volume-reference.md"
  },
  {
    "id": "working-dir",
    "summary": "The folder that a container starts in is not an absolute path.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/working-dir.md"
  },
  {
    "id": "probe-url",
    "summary": "The url of a handler cannot be called.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/probe-url.md"
  },
  {
    "id": "probe-host",
    "summary": "A handler calls another host than its own Pod.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/probe-host.md"
  },
  {
    "id": "probe-threshold",
    "summary": "A number of a probe is below its minimum, or not the only one that is taken.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/probe-threshold.md"
  },
  {
    "id": "probe-timing",
    "summary": "The times of a probe are at odds with each other.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/probe-timing.md"
  },
  {
    "id": "probe-grace-period",
    "summary": "A probe has a grace period that it cannot have.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/probe-grace-period.md"
  },
  {
    "id": "header-name",
    "summary": "A header has a name that a probe cannot send.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/header-name.md"
  },
  {
    "id": "exec-command",
    "summary": "A command has no program.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/exec-command.md"
  },
  {
    "id": "readiness-on-job",
    "summary": "A container of a Job has a readiness probe.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/readiness-on-job.md"
  },
  {
    "id": "secret-keys",
    "summary": "A secret has a key that its type does not know, or lacks one that it has.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/secret-keys.md"
  },
  {
    "id": "secret-data-key",
    "summary": "A secret has a key that Kubernetes does not take.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/secret-data-key.md"
  },
  {
    "id": "secret-in-clear",
    "summary": "A secret has its values written out in the spec.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/secret-in-clear.md"
  },
  {
    "id": "size-limit",
    "summary": "The data of a secret, or of the files of a container, is larger than Kubernetes takes.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/size-limit.md"
  },
  {
    "id": "unused-ignore",
    "summary": "An ignore comment suppresses nothing.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unused-ignore.md"
  },
  {
    "id": "unknown-rule",
    "summary": "An ignore comment, or a configuration, names a rule that does not exist.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/unknown-rule.md"
  },
  {
    "id": "configuration",
    "summary": "A setting in .kam-ls.yaml has a value that cannot be used.",
    "url": "https://github.com/kam-ls/kam-ls/blob/main/docs/rules/configuration.md"
  }
];
