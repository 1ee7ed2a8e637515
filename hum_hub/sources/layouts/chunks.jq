# Utterances as lists of text chunks, slot chunks with `entity`, grouped by intent (the layout of the Snips benchmark).
to_entries[]
| .key as $intent
| .value
| to_entries[]
| {
    id: "\($intent)-\(.key)",
    label: $intent,
    chunks: [.value.data[] | {text, label: .entity}]
  }
