"""Reports as PDF files: drawn by ReportLab with every rule style and page cut, or made unreadable."""
