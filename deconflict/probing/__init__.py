"""What keeps plans from being questions: budgets of units, what-ifs that draw on them, and figures of conduct."""
