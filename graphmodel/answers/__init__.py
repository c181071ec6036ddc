"""What a question is and what its answer is: reports, columns, and the data of charts."""
