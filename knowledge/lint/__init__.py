"""What is not wrong with a knowledge base but will not do it good: rules, each a function, in one table."""
