# Guidelines of our own layout whose events define their roles, as guidelines for each role of each event.
.element[]
| select(.kind == "event")
| .key as $type
| .roles
| to_entries[]
| {
    key: "\($type)/\(.key)", kind: "role", name: .value.name,
    definition: ((.value.definition // {}) | with_entries(.value |= [.]))
  }
