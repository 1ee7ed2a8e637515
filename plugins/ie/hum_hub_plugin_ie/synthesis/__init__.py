"""Texts that a teacher writes for a scheme of labels, with gold that a second reader found again.

`stages` holds the synthesis, from the seed to examples; `scheme` the labels that a seed brings, `proposing` those that
a teacher thinks of for a topic, `planning` what each text is to be like, `inspecting` what makes a text unfit,
`placing` the way from wordings to positions, and `agreement` the comparison of two annotations.
"""

from hum_hub_plugin_ie.synthesis.stages import synthesis

__all__ = ["synthesis"]
