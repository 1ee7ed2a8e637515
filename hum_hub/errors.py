"""What hum-hub raises when it cannot go on; everything else is a value with a reason code."""


class HumError(Exception):
    """The command cannot go on; the message says what is wrong and what to do next."""


class RecipeError(HumError):
    """The recipe is wrong: names the file, the key and what was expected there."""


class PluginError(HumError):
    """A plugin cannot be used: names its distribution and version."""


class SourceError(HumError):
    """A source cannot be opened or read at all."""


class TeacherError(HumError):
    """No reply can be had from the teacher that the recipe names."""


class BudgetError(HumError):
    """A limit of requests or cost is reached; run again with a higher one, the run goes on where it was."""


class BuildError(HumError):
    """A build stopped half-way; run again, it goes on where it was."""


class PublishError(HumError):
    """The Hub, or what is to be published, refused; the message says what readers see now and what to do next."""


class CheckError(HumError):
    """A build folder is not fit to publish."""


class CompareError(HumError):
    """Two versions cannot be compared: one of them cannot be opened or read."""
