"""One dispatch in, one record out: the readers, in the order they run (see `pipeline`)."""
