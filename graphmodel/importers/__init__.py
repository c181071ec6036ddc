"""What comes in: catalogue folders and foreign files, read into tables of records with their problems."""
