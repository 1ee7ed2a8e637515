# A table of Wikidata properties, {"P26": ["spouse", "the subject has ..."]}, as guidelines for relations.
# Which of them hold both ways is known of Wikidata itself: spouse, shares border with, twinned body, sibling,
# unmarried partner, partner, diplomatic relation.
to_entries[]
| {
    key, kind: "relation", name: {en: .value[0]},
    definition: (if .value[1] == "No description defined" then {} else {en: [.value[1]]} end),
    symmetric: (.key | IN("P26", "P47", "P190", "P3373", "P451", "P1327", "P530")),
    inverse: ({P22: "is the father of", P25: "is the mother of", P40: "is a child of", P50: "is the author of",
      P57: "is the director of", P127: "is the owner of", P170: "is the creator of", P175: "is the performer of",
      P178: "is the developer of", P1376: "has the capital"}[.key] | if . then {en: .} else {} end)
  }
