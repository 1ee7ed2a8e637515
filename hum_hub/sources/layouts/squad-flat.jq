# The flat question layout of CMRC 2018: a list of passages, answers without positions.
.[]
| {
    id: (.context_id | tostring),
    origin: (.context_id | tostring),
    passage: .context_text,
    questions: [.qas[] | {id: (.query_id | tostring), question: .query_text, type: "span", answers}]
  }
