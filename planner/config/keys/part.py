"""What all tables of a model file have in common."""

from pydantic import BaseModel, ConfigDict, model_validator

from planner.config.values import Names, no_overlap


class Part(BaseModel):
    """A table of a model file: unknown keys are faults, types are those of TOML."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )


class Choice(Part):
    """Names that are taken in, and names that are left out."""

    include: Names = ()
    """Names that are taken in, whatever else is chosen."""
    exclude: Names = ()
    """Names that are left out."""

    @model_validator(mode="after")
    def _not_both(self) -> "Choice":
        no_overlap("include", self.include, self.exclude)
        return self
