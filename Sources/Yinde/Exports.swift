// The types of other targets that the library's users meet, under the one import.
@_exported public import enum YindeIndex.AbandonedBuilds
@_exported public import struct YindeIndex.BuildProgress
@_exported public import struct YindeIndex.CheckReport
@_exported public import struct YindeIndex.Explanation
@_exported public import struct YindeIndex.IndexError
@_exported public import class YindeIndex.IndexFile
@_exported public import enum YindeIndex.MappingGuard
@_exported public import struct YindeIndex.SearchOptions
@_exported public import struct YindeIndex.SearchTotal
@_exported public import class YindeIndex.Searcher
@_exported public import struct YindeIndex.Snippet
@_exported public import enum YindeIndex.StoredRole
@_exported public import struct YindeIndex.StoredText
@_exported public import struct YindeQuery.Query
@_exported public import struct YindeQuery.QuerySyntaxError
@_exported public import enum YindeQuery.SortOrder
