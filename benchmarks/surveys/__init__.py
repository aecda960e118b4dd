"""What `python -m benchmarks.survey` is made of: the sample, our answers, those of other programs, the bars."""
