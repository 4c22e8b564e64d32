"""青葉製作所 (Aoba Works): the sample company of the demo, as its own files would have it."""
