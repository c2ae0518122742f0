"""Office workbooks in and out: .xlsx, .xls, .ods and .csv as clerks keep them. No models, no database."""
