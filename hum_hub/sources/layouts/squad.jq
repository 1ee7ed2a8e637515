# SQuAD 1.1 and 2.0: paragraphs with questions; a question without answers, or marked impossible, is unanswerable.
.data[].paragraphs[]
| {
    id: ((.id // .context_id // .qas[0].id) | tostring),
    origin: ((.id // .context_id // .qas[0].id) | tostring),
    passage: .context,
    questions: [
      .qas[]
      | {
          id: (.id | tostring),
          question,
          type: (if .is_impossible or (.answers | length) == 0 then "unanswerable" else "span" end),
          answers: [.answers[] | {text, start: .answer_start}]
        }
    ]
  }
