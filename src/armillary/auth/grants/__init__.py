"""The token endpoint's grants, one a file, registered in ``registry``."""
