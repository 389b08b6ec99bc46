"""Who is told what beside the papers: prompts by SMS, e-mail or slip. None of it is service (民诉法第87条以下)."""
