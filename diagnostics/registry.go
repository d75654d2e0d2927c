package diagnostics

// rules is the registry: every rule, in the order of the catalogue. Rules about
// ignore comments come last, since they look at what the others suppressed.
var rules []*Rule

// init fills the registry here, not in its declaration, because rules look
// each other up.
func init() {
	rules = []*Rule{
		// structure
		syntax,
		duplicateKey,
		unknownAttribute,
		missingAttribute,
		wrongType,
		invalidValue,
		handlerShape,
		typeTag,
		unsupportedKind,
		emptySpec,
		noContainers,
		// schedule
		cronSyntax,
		cronTimeZone,
		cronNeverFires,
		cronDayOr,
		cronUnevenStep,
		cronTooOften,
		cronLenient,
		cronDST,
		// names and metadata
		workloadName,
		duplicateWorkload,
		containerName,
		secretName,
		labelSyntax,
		annotationSyntax,
		replicas,
		// containers
		imageReference,
		imageTag,
		commandNotShell,
		envName,
		envExpansion,
		plaintextSecret,
		secretReference,
		unknownSecret,
		unknownSecretKey,
		unusedSecret,
		resourceName,
		resourceQuantity,
		resourceRange,
		resourceUnits,
		filePath,
		fileMode,
		fileContent,
		mountConflict,
		volumeReference,
		workingDir,
		// probes and lifecycle
		probeURL,
		probeHost,
		probeThreshold,
		probeTiming,
		probeGracePeriod,
		headerName,
		execCommand,
		readinessOnJob,
		// secrets
		secretKeys,
		secretDataKey,
		secretInClear,
		sizeLimit,
		// the linting itself
		unusedIgnore,
		unknownRule,
		configuration,
	}
}

// Rules are all rules in the order of the catalogue.
func Rules() []*Rule { return rules }

// Structural are the rules whose findings the published JSON Schema has, too: who
// validates with it sees them already.
var Structural = []string{"unknown-attribute", "missing-attribute", "wrong-type", "invalid-value", "handler-shape", "no-containers"}

// Lookup returns the rule with an ID, nil if there is none.
func Lookup(id string) *Rule {
	for _, r := range rules {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// IDs are the IDs of all rules in the order of the catalogue.
func IDs() []string {
	ids := make([]string, len(rules))
	for i, r := range rules {
		ids[i] = r.ID
	}
	return ids
}
