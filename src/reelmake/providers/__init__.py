"""What generates outside of this program: language models, of a server or in a process of our own."""
