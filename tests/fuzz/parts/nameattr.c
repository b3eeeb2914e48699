/* SPDX-License-Identifier: MIT */
/* The file of --nameattr. */
#include "memfile.h"
#include "nameattr.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct nameattr names;
    struct memfile file;
    struct slice input = fuzz_input(bytes, n);

    nameattr_init(&names);
    memfile_open(&file, input);
    if (nameattr_read(&names, file.name) && input.n > 0 && slice_find(input, '\t') != SLICE_NONE)
        for (uint32_t i = 0; i < names.names.count; i++)
            EXPECT(nameattr_find(&names, frametab_name(&names.names, i)) == &names.attributes[i]);
    memfile_close(&file);
    frametab_free(&names.names);
    arena_free(&names.arena);
    free(names.attributes);
    return 0;
}
