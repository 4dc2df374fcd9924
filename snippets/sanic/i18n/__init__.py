"""The i18n topic: a greeting in the language of its reader."""
