"""Reports as web pages: the markup of editors, the page of a government site around it, any charset."""
