"""Pure law: values in, values out. No Django, no clock, no settings, no database."""
