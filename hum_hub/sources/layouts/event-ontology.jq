# An ontology of events, {"Arriving": {"frames": [{"description": ...}], "arguments": {"Agent": {"arg_name": ..., "arg_desc":
# ...}}}}, as guidelines for events and for the roles of each of them.
to_entries[]
| .key as $type
| (
    {
      key, kind: "event", definition: {en: [.value.frames[].description]},
      roles: (.value.arguments | with_entries(.value |= {name: {en: (.arg_name | gsub("_"; " "))}, definition: {en: .arg_desc}}))
    },
    (
      .value.arguments | to_entries[]
      | {
          key: "\($type)/\(.key)", kind: "role", name: {en: (.value.arg_name | gsub("_"; " "))},
          definition: (if (.value.arg_desc // "") == "" then {} else {en: [.value.arg_desc]} end)
        }
    )
  )
