"""What every room of the window is built on: scenes, views, places, models, the controller and its worker."""
