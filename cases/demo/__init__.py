"""The demo court: invented people and cases, brought about through the actions with a moving clock."""
