"""Who moves (CON-05): who is assigned to adjust, what each side was advised, which shifts clear, what is proposed."""
