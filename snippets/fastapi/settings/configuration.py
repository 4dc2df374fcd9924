"""Settings from the environment: checked when the server starts, and named when they are wrong."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def split(value: Any) -> Any:
    if isinstance(value, str):
        return [word.strip() for word in value.split(",") if word.strip()]
    return value


class Settings(BaseSettings):
    # Without this, an error would show what was given, a secret too.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    secret_key: SecretStr = Field(default=..., min_length=32)
    page_size: Annotated[int, Field(ge=1, le=100)] = 20
    maintenance: bool = False
    # NoDecode: a list would have to be written as JSON otherwise.
    genres: Annotated[list[str], NoDecode, BeforeValidator(split)] = ["novel", "poetry"]
