"""Places and their spellings, shapes, class breaks and map layers."""
