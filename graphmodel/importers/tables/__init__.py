"""From records with places to tables of canonical values with their problems: the same for every format."""
