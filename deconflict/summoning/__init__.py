"""The process that summons people out of band. It reads where to, never why, and reaches no checker's role."""
