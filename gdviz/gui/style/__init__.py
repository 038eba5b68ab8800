"""Theme, fonts, icons, language and OpenGL: what does not know which widgets there are."""
